(d=>{d.classList.add('js');try{for(const k of['theme','size','font']){const v=localStorage.getItem('ct:v1:'+k);if(v)d.dataset[k]=v}}catch{}})(document.documentElement)
